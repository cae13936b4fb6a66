using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Access;

/// <summary>
/// Answers a request whose work was committed by an earlier one that died before it answered. It reads what the work made and changes
/// nothing.
/// </summary>
public interface IRebuild<in TRequest, TResponse>
{
    /// <param name="made">What the work made; null where it made nothing that has an id.</param>
    /// <returns>Null when it cannot be shown again.</returns>
    Task<TResponse?> Rebuild(TRequest request, MadeResource? made, CancellationToken cancellationToken);
}

/// <summary>Marks requests that change nothing more when their work is done already, and answer the same.</summary>
public interface IMayRunAgain;

/// <summary>Committed work is never done twice: its answer is rebuilt, or the client gets the id of the resource to read.</summary>
internal sealed class Rebuilding<TRequest, TResponse>(
    CurrentClaim current, IEnumerable<IRebuild<TRequest, TResponse>> rebuilds) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : class, ICanRefuse<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (current.Committed is not { } committed || request is IMayRunAgain)
            return await next();

        foreach (var rebuild in rebuilds)
        {
            if (await rebuild.Rebuild(request, committed.Made, cancellationToken) is { } answer)
                return answer;
        }

        return TResponse.Refuse(new IdempotencyInProgress(committed.Made?.Name));
    }
}

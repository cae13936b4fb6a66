using FluentValidation;
using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application;

/// <summary>A request read from a body, with the fields whose type was already wrong there, so that both kinds of errors are told at once.</summary>
public interface IReadFromBody
{
    IReadOnlyList<FieldError> Unreadable { get; }
}

/// <summary>Says, before a broken body is complained about, that the thing in the path does not exist: 404 comes before 400.</summary>
public interface IExistence<in TRequest>
{
    Task<Refusal?> Missing(TRequest request, CancellationToken cancellationToken);
}

internal sealed class Validation<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators, IEnumerable<IExistence<TRequest>> existences)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : ICanRefuse<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var unreadable = request is IReadFromBody body ? body.Unreadable : [];
        var broken = new List<FieldError>(unreadable);
        foreach (var validator in validators)
        {
            var outcome = await validator.ValidateAsync(request, cancellationToken);
            broken.AddRange(outcome.Errors
                .Select(failure => new FieldError(OnTheWire(failure.PropertyName), failure.ErrorMessage))
                .Where(error => !unreadable.Any(known => known.Field == error.Field)));
        }

        if (broken.Count == 0)
            return await next();

        foreach (var existence in existences)
        {
            if (await existence.Missing(request, cancellationToken) is { } missing)
                return TResponse.Refuse(missing);
        }

        return TResponse.Refuse(new ValidationFailed(broken));
    }

    private static string OnTheWire(string property) =>
        string.Join('.', property.Split('.').Select(part => char.ToLowerInvariant(part[0]) + part[1..]));
}

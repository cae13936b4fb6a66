using FluentValidation;
using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application;

/// <summary>What was already wrong when a body was read: all of it, or fields whose type does not fit.</summary>
public sealed record BodyFaults(Refusal? Unusable, IReadOnlyList<FieldError> Fields)
{
    public static readonly BodyFaults None = new(null, []);
}

/// <summary>A request read from a body. Its faults are reported together with the broken rules, and after a 404 of the path.</summary>
public interface IReadFromBody
{
    BodyFaults Faults { get; }
}

/// <summary>Says, before a broken body is complained about, that the thing in the path does not exist: 404 comes before 400.</summary>
public interface IExistence<in TRequest>
{
    Task<Refusal?> Missing(TRequest request, CancellationToken cancellationToken);
}

/// <summary>Finds what a request is about, by one rule for the 404 that comes before a broken body and for the handler.</summary>
internal abstract class Subject<TRequest, T> : IExistence<TRequest>
{
    public abstract Task<Result<T>> Find(TRequest request, CancellationToken cancellationToken);

    public async Task<Refusal?> Missing(TRequest request, CancellationToken cancellationToken) =>
        (await Find(request, cancellationToken)).Refusal;
}

/// <summary>What is wrong with a request before its handler runs.</summary>
internal sealed class RequestRules<TRequest>(IEnumerable<IValidator<TRequest>> validators, IEnumerable<IExistence<TRequest>> existences)
    where TRequest : notnull
{
    /// <summary>Null when nothing is wrong.</summary>
    public async Task<Refusal?> Refused(TRequest request, CancellationToken cancellationToken)
    {
        var faults = request is IReadFromBody body ? body.Faults : BodyFaults.None;
        if ((faults.Unusable ?? await Broken(request, faults.Fields, cancellationToken)) is not { } refusal)
            return null;

        foreach (var existence in existences)
        {
            if (await existence.Missing(request, cancellationToken) is { } missing)
                return missing;
        }

        return refusal;
    }

    private async Task<Refusal?> Broken(TRequest request, IReadOnlyList<FieldError> unreadable, CancellationToken cancellationToken)
    {
        var broken = new List<FieldError>(unreadable);
        foreach (var validator in validators)
        {
            var outcome = await validator.ValidateAsync(request, cancellationToken);
            broken.AddRange(outcome.Errors
                .Select(failure => new FieldError(JsonName(failure.PropertyName), failure.ErrorMessage))
                .Where(error => !unreadable.Any(known => known.Field == error.Field)));
        }

        return broken.Count == 0 ? null : new ValidationFailed(broken);
    }

    private static string JsonName(string property) =>
        string.Join('.', property.Split('.').Where(part => part.Length > 0).Select(part => char.ToLowerInvariant(part[0]) + part[1..]));
}

internal sealed class Validation<TRequest, TResponse>(RequestRules<TRequest> rules) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : ICanRefuse<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        await rules.Refused(request, cancellationToken) is { } refusal ? TResponse.Refuse(refusal) : await next();
}

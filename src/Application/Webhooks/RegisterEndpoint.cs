using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

public sealed record RegisterEndpoint(Caller Caller) : IRequest<Result<WebhookEndpoint>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public string? Url { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Hears every number and link of the tenant.</summary>
    public bool WholeTenant { get; init; }

    /// <summary>The ids named in the body and in the header; what names nobody's number is <see cref="NamedNumber.Number"/> null.</summary>
    public IReadOnlyList<NamedNumber> Numbers { get; init; } = [];
}

public sealed record NamedNumber(string Written, NumberId? Number);

/// <summary>Tells at registration what the guard of the socket would refuse later. Null when the address may be tried.</summary>
public interface IUrlCheck
{
    Task<string?> Problem(string url, CancellationToken cancellationToken);
}

internal sealed class RegisterEndpointValidator : AbstractValidator<RegisterEndpoint>
{
    private const int LongestName = 120;

    public RegisterEndpointValidator(IUrlCheck urls)
    {
        RuleFor(endpoint => endpoint.Name).Must(name => name is null || Labelling.IsStorable(name, LongestName)).WithMessage("must be at most 120 characters, none of them NUL");
        RuleFor(endpoint => endpoint.Url).CustomAsync(async (url, context, cancellationToken) =>
        {
            if (url is null)
                context.AddFailure("is required");
            else if (await urls.Problem(url, cancellationToken) is { } problem)
                context.AddFailure(problem);
        });
    }
}

internal sealed class RegisterEndpointHandler(IStore store, IInstanceReads instances, RandomNumberGenerator random, TimeProvider clock)
    : IRequestHandler<RegisterEndpoint, Result<WebhookEndpoint>>
{
    public async Task<Result<WebhookEndpoint>> Handle(RegisterEndpoint request, CancellationToken cancellationToken)
    {
        var target = await Target(request, cancellationToken);
        if (target.Refusal is { } refusal)
            return refusal;

        var now = clock.GetUtcNow();
        var endpoint = new WebhookEndpoint(
            EndpointId.New(now), request.Caller.Tenant, target.Value.Number, string.IsNullOrWhiteSpace(request.Name) ? new Uri(request.Url!).Host : request.Name.Trim(), request.Url!,
            EventNames.Keep(request.Events ?? []), true, null, now, now);
        await using var work = await store.Begin(cancellationToken);
        work.Endpoints.Add(endpoint, WebhookSecret.Draw(random));
        await work.Commit(cancellationToken);
        return endpoint;
    }

    private async Task<Result<EndpointTarget>> Target(RegisterEndpoint request, CancellationToken cancellationToken)
    {
        if (request.Numbers.Select(named => named.Written).Distinct().Count() > 1)
            return new NumberMismatch();

        var named = request.Numbers.Count > 0 ? request.Numbers[0] : null;
        if (request.WholeTenant)
        {
            if (request.Caller.Scope == KeyScope.Number)
                return new NumberScopeNotAllowed();
            return named is null ? new EndpointTarget(null) : new NumberMismatch();
        }

        if (request.Caller.Scope == KeyScope.Number)
            return named is null || named.Number == request.Caller.Number ? new EndpointTarget(request.Caller.Number) : new NumberMismatch();
        if (named is null)
            return new NumberRequired();
        return named.Number is { } id && await instances.Find(request.Caller.Tenant, id, cancellationToken) is not null
            ? new EndpointTarget(id)
            : new NumberNotFound();
    }

    /// <param name="Number">Null hears the whole tenant.</param>
    private sealed record EndpointTarget(NumberId? Number);
}

using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
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

    /// <summary>Subscribes to every number and link of the tenant.</summary>
    public bool WholeTenant { get; init; }

    /// <summary>
    /// What each place of the request names, which must be the same numbers; what names nobody's is <see cref="NamedNumber.Number"/> null.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<NamedNumber>> Numbers { get; init; } = [];
}

public sealed record NamedNumber(string Written, NumberId? Number);

/// <summary>Refuses at registration what the guard of the socket would refuse later. Null when the address may be tried.</summary>
public interface IUrlCheck
{
    /// <param name="tenant">The tenant whose share of lookups is used, so that no tenant blocks the others.</param>
    Task<string?> Problem(string url, TenantId tenant, CancellationToken cancellationToken);
}

internal sealed class RegisterEndpointValidator : AbstractValidator<RegisterEndpoint>
{
    private const int MostNumbers = 50;

    public RegisterEndpointValidator(IUrlCheck urls)
    {
        RuleFor(endpoint => endpoint.Name).MustBeAnEndpointName();
        RuleFor(endpoint => endpoint.Url).NotNull().WithMessage("is required");
        RuleFor(endpoint => endpoint.Url).MustBeAnEndpointUrl(urls, endpoint => endpoint.Caller.Tenant);
        RuleFor(endpoint => endpoint.Numbers).Must(places => places.All(named => named.Count is > 0 and <= MostNumbers))
            .OverridePropertyName("whatsappNumberIds").WithMessage("must be 1 to 50 ids");
    }
}

/// <summary>A scope that a number key may not use is refused before the other faults of the body.</summary>
internal sealed class EndpointScopeAllowed : IExistence<RegisterEndpoint>
{
    public Task<Refusal?> Missing(RegisterEndpoint request, CancellationToken cancellationToken) =>
        Task.FromResult<Refusal?>(request.WholeTenant && request.Caller.Scope == KeyScope.Number ? new NumberScopeNotAllowed() : null);
}

internal sealed class RegisterEndpointHandler(
    IStore store, IInstanceQueries instances, WebhookLimit limit, RandomNumberGenerator random, TimeProvider clock)
    : IRequestHandler<RegisterEndpoint, Result<WebhookEndpoint>>
{
    public async Task<Result<WebhookEndpoint>> Handle(RegisterEndpoint request, CancellationToken cancellationToken)
    {
        var target = await Target(request, cancellationToken);
        if (target.Refusal is { } refusal)
            return refusal;

        var now = clock.GetUtcNow();
        var endpoint = new WebhookEndpoint(
            EndpointId.New(now), request.Caller.Tenant, target.Value,
            string.IsNullOrWhiteSpace(request.Name) ? new Uri(request.Url!).Host : request.Name.Trim(), request.Url!,
            EventNames.Keep(request.Events ?? []), true, null, now, now);
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Endpoints.Add(endpoint, WebhookSecret.Draw(random), limit))
            return new WebhookLimitReached();
        await work.Commit(cancellationToken);
        return endpoint;
    }

    /// <returns>None where the whole tenant is meant.</returns>
    private async Task<Result<List<NumberId>>> Target(RegisterEndpoint request, CancellationToken cancellationToken)
    {
        var places = request.Numbers.Select(place => place.Distinct().ToList()).ToList();
        if (places.Skip(1).Any(place => !place.ToHashSet().SetEquals(places[0])))
            return new NumberMismatch();

        var named = places.Count > 0 ? places[0] : [];
        if (request.WholeTenant)
        {
            if (request.Caller.Scope == KeyScope.Number)
                return new NumberScopeNotAllowed();
            return named.Count == 0 ? new List<NumberId>() : new NumberMismatch();
        }

        if (request.Caller is { Scope: KeyScope.Number, Number: { } own })
            return named.TrueForAll(one => one.Number == own) ? new List<NumberId> { own } : new NumberMismatch();
        if (named.Count == 0)
            return new NumberRequired();
        var numbers = new List<NumberId>();
        foreach (var one in named)
        {
            if (one.Number is not { } id || await instances.Find(request.Caller.Tenant, id, cancellationToken) is null)
                return new NumberNotFound();
            numbers.Add(id);
        }

        return numbers;
    }
}

internal sealed class RegisteredEndpointAnswer(IEndpointQueries endpoints) : IRebuild<RegisterEndpoint, Result<WebhookEndpoint>>
{
    public async Task<Result<WebhookEndpoint>?> Rebuild(
        RegisterEndpoint request, MadeResource? made, CancellationToken cancellationToken) =>
        made is not null && await endpoints.Find(request.Caller, new(made.Id), cancellationToken) is { } endpoint
            ? endpoint : (Result<WebhookEndpoint>?)null;
}

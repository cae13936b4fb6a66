using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Gateways;

namespace PilotPairing.Application.Access;

/// <summary>The operator makes a tenant; its first key is shown once.</summary>
/// <param name="Gateway">Null for the configured default; a test-mode tenant always pairs on the simulator.</param>
public sealed record CreateTenant(string Name, TenantMode Mode, string? Gateway) : IRequest<Result<TenantCreated>>;

/// <param name="Missing">What the tenant's first number or link will be refused with, as the installation is configured now.</param>
public sealed record TenantCreated(Tenant Tenant, ApiKey Key, Refusal? Missing);

internal sealed class CreateTenantValidator : AbstractValidator<CreateTenant>
{
    public CreateTenantValidator(IGateways gateways)
    {
        RuleFor(tenant => tenant.Name).Must(name => name.Trim().Length is > 0 and <= 120 && !name.Any(char.IsControl))
            .WithMessage("must be 1 to 120 characters");
        RuleFor(tenant => tenant.Gateway)
            .Must(name => name is null or Tenant.DefaultGateway || gateways.Configured.Any(known => known.Name == name))
            .WithMessage(_ => gateways.Configured.Count == 0
                ? "is unknown: no gateway is configured"
                : $"must be one of {string.Join(", ", gateways.Configured.Select(known => known.Name))}");
    }
}

internal sealed class CreateTenantHandler(
    IStore store, IGateways gateways, RandomNumberGenerator random, TimeProvider clock)
    : IRequestHandler<CreateTenant, Result<TenantCreated>>
{
    public async Task<Result<TenantCreated>> Handle(CreateTenant request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var tenant = new Tenant(TenantId.New(now), request.Name.Trim(), request.Mode,
            request.Mode == TenantMode.Test ? Tenant.Simulator : request.Gateway ?? Tenant.DefaultGateway);
        var key = new ApiKey(KeyId.Draw(random), tenant.Id, RawKey.Draw(tenant.Mode, random), KeyScope.Tenant, null, now);
        await using var work = await store.Begin(cancellationToken);
        work.Tenants.Add(tenant, now);
        work.Keys.Add(key);
        await work.Commit(cancellationToken);
        return new TenantCreated(tenant, key, await gateways.Serves(tenant.Id, cancellationToken) ? null : new GatewayNotConfigured());
    }
}

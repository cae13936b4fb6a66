using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>Live tenants send through Graph by the operator's app, test-mode tenants through a simulated one.</summary>
internal sealed class MetaMessages(
    IMetaNumberQueries numbers, ITenantDirectory tenants, IMetaApps apps, GraphMessages graph, SimulatedMessages simulated) : IMetaMessages
{
    public bool IsAvailable(TenantMode mode) => apps.Graph(mode) is not null;

    public async Task<Result<MetaSender>> Sender(TenantId tenant, NumberId number, CancellationToken cancellationToken)
    {
        if (await tenants.Find(tenant, cancellationToken) is not { } known || !IsAvailable(known.Mode))
            return new MetaNotConfigured();
        return await numbers.Find(number, cancellationToken) is { } record && record.Tenant == tenant
            && await numbers.Token(number, cancellationToken) is { } token
            ? new MetaSender(known.Mode, record.PhoneNumberId, record.Account, token) : new NumberNotFound();
    }

    public Task<Result<ReportedTemplate>> Find(MetaSender sender, MetaTemplate template, CancellationToken cancellationToken) =>
        IsSimulated(sender) ? Task.FromResult(simulated.Find(template)) : graph.Find(sender, template, cancellationToken);

    public Task<Result<ReportedTemplate>> Create(MetaSender sender, NewMetaTemplate template, CancellationToken cancellationToken) =>
        IsSimulated(sender) ? Task.FromResult(simulated.Create(template)) : graph.Create(sender, template, cancellationToken);

    public Task<SendOutcome> Send(MetaSender sender, MetaMessage message, CancellationToken cancellationToken) =>
        IsSimulated(sender) ? Task.FromResult(SimulatedMessages.Send(message)) : graph.Send(sender, message, cancellationToken);

    public Task<IReadOnlyList<string>> Check(MetaSender sender, CancellationToken cancellationToken) =>
        IsSimulated(sender) ? Task.FromResult<IReadOnlyList<string>>([]) : graph.Check(sender, cancellationToken);

    private static bool IsSimulated(MetaSender sender) => sender.Mode == TenantMode.Test;
}

using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Ops;

/// <summary>Which messages of all tenants; what is null filters nothing.</summary>
public sealed record OpsMessageFilter(SendStatus? Status, TenantId? Tenant);

/// <param name="Sender">Null where no template was found.</param>
public sealed record OpsMessage(
    SendId Id, TenantId Tenant, string TenantName, LinkId Link, PhoneNumber Recipient, string? TemplateName, string? TemplateLanguage,
    NumberId? Sender, SendStatus Status,
    string? Code, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt);

/// <summary>Messages that carry links, of all tenants, newest first, for the operations pages. What they say is kept nowhere.</summary>
public interface IOpsMessageQueries
{
    Task<Page<OpsMessage>> List(OpsMessageFilter filter, PageRequest page, CancellationToken cancellationToken);
}

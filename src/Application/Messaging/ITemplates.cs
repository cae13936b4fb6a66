using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

/// <summary>The writes of a template. What the caller does not reach is not there.</summary>
public interface ITemplates
{
    /// <summary>False when the tenant has one with this name and language.</summary>
    Task<bool> Add(MessageTemplate template);

    Task<bool> Remove(Caller caller, TemplateId id);
}

/// <summary>A number key sees the templates that its own number sends, a tenant key those of its tenant.</summary>
public interface ITemplateQueries
{
    Task<Page<MessageTemplate>> List(Caller caller, PageRequest page, CancellationToken cancellationToken);

    Task<IReadOnlyList<MessageTemplate>> Named(Caller caller, string name, CancellationToken cancellationToken);

    Task<MessageTemplate?> Find(TenantId tenant, TemplateId id, CancellationToken cancellationToken);
}

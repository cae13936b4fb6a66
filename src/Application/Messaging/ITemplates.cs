using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Messaging;

/// <summary>The writes of a template. What the caller does not reach is not there.</summary>
public interface ITemplates
{
    /// <summary>False when the tenant has one with this name and language.</summary>
    Task<bool> Add(MessageTemplate template);

    Task<bool> Remove(Caller caller, TemplateId id);

    /// <summary>Keeps what Graph said of a template; an older report never replaces a newer one.</summary>
    void Report(TemplateId id, MetaReport report);

    /// <summary>Something changed at Meta: makes a report of this template due.</summary>
    void RequestReport(TemplateId id);

    /// <summary>Something changed at Meta: makes a report due of every Meta template that these numbers send.</summary>
    void RequestReports(IReadOnlyList<NumberId> senders);
}

/// <summary>A number key sees the templates that its own number sends, a tenant key those of its tenant.</summary>
public interface ITemplateQueries
{
    Task<Page<MessageTemplate>> List(Caller caller, PageRequest page, CancellationToken cancellationToken);

    Task<IReadOnlyList<MessageTemplate>> Named(Caller caller, string name, CancellationToken cancellationToken);

    Task<MessageTemplate?> Find(TenantId tenant, TemplateId id, CancellationToken cancellationToken);

    /// <summary>Meta templates whose report is due. One that is not reported is due again after some minutes.</summary>
    Task<IReadOnlyList<MessageTemplate>> TakeDue(int most, CancellationToken cancellationToken);

    /// <summary>Those that links are sent with, of all tenants, the newest first.</summary>
    Task<IReadOnlyList<MessageTemplate>> OfLinks(int most, CancellationToken cancellationToken);
}

using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>The templates that links are sent with.</summary>
internal sealed class FakeTemplates : ITemplateQueries
{
    public List<MessageTemplate> Known { get; } = [];

    public Task<Page<MessageTemplate>> List(Caller caller, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<MessageTemplate>> Named(Caller caller, string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MessageTemplate?> Find(TenantId tenant, TemplateId id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<MessageTemplate>> TakeDue(int most, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<MessageTemplate>> OfLinks(int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MessageTemplate>>([.. Known.Take(most)]);
}

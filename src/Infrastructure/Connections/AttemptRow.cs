using PilotPairing.Application.Connections;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;

namespace PilotPairing.Infrastructure.Connections;

internal sealed record AttemptRow(
    Guid Id, Guid TenantId, Guid NumberId, Guid? LinkId, PairingMethod? Method, PairingPhase Phase, bool NeedsStart, string? QrPayload,
    DateTimeOffset? QrExpiresAt, string? Code,
    DateTimeOffset? CodeExpiresAt, int Sequence, DateTimeOffset? CoolingUntil, string? FailureCode, DateTimeOffset StartedAt,
    DateTimeOffset ChangedAt, DateTimeOffset? EndedAt, int Version)
{
    public const string Columns = """
        id, tenant_id, number_id, link_id, method, phase, needs_start, qr_payload, qr_expires_at, code,
        code_expires_at, sequence, cooling_until, failure_code, started_at, changed_at, ended_at, version
        """;

    public StoredAttempt ToStored() => new(
        PairingAttempt.FromStore(
            new(Id), new(TenantId), new(NumberId), LinkId is { } link ? new LinkId(link) : null, Method, Phase, Artifacts(), Sequence,
            NeedsStart, StartedAt, ChangedAt, CoolingUntil,
            FailureCode, EndedAt),
        Version);

    private Artifacts Artifacts() => new(
        QrPayload is not null && QrExpiresAt is { } qrExpiry ? new QrArtifact(QrPayload, qrExpiry) : null,
        Code is not null && CodeExpiresAt is { } codeExpiry ? new CodeArtifact(new(Code), codeExpiry) : null);
}

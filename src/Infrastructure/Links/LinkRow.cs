using System.Text.Json;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Links;

internal sealed record LinkRow(
    Guid Id, Guid TenantId, Guid? NumberId, Provider Provider, MetaFlow? MetaFlow, byte[] TokenHash, string Terms, string? ExternalRef,
    string Metadata, LinkStatus Status,
    DateTimeOffset CreatedAt, DateTimeOffset? RotatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt,
    PairingPhase? MetaPhase, DateTimeOffset? MetaPhaseAt)
{
    public const string Columns =
        "id, tenant_id, number_id, provider, meta_flow, token_hash, terms::text as terms, external_ref, metadata::text as metadata, "
            + "status, created_at, rotated_at, expires_at, used_at, meta_phase, meta_phase_at";

    public PairingLink ToLink() => PairingLink.FromStore(
        new(Id), new(TenantId), NumberId is { } number ? new NumberId(number) : null, Provider, MetaFlow, new TokenHash(TokenHash),
        JsonSerializer.Deserialize(Terms, LinkJson.Default.LinkTerms)!,
        new(ExternalRef, JsonSerializer.Deserialize(Metadata, LinkJson.Default.IReadOnlyDictionaryStringString)!), Status, CreatedAt,
        RotatedAt, ExpiresAt, UsedAt,
        MetaPhase is { } phase && MetaPhaseAt is { } at ? new MetaStep(phase, at) : null);
}

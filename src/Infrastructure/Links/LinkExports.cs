using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Links;

internal sealed class LinkExports(NpgsqlDataSource database) : ILinkExports
{
    public async Task<Page<LinkExport>> Read(ListOwnLinks request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Query<Row>(LinkListing.Sql(request, Row.Columns), LinkListing.Parameters(request, now),
            cancellationToken);
        return Page<LinkExport>.Of(rows, request.Page, row => new(row.CreatedAt, row.Id), row => row.ToExport());
    }

    private sealed record Row(
        Guid Id, Guid TenantId, Guid? NumberId, Provider Provider, MetaFlow? MetaFlow, byte[] TokenHash, string Terms, string? ExternalRef,
        string Metadata, LinkStatus Status, DateTimeOffset CreatedAt, DateTimeOffset? RotatedAt, DateTimeOffset ExpiresAt,
        DateTimeOffset? UsedAt,
        PairingPhase? MetaPhase, DateTimeOffset? MetaPhaseAt, DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt,
        DateTimeOffset? ScannedAt,
        DateTimeOffset? AbandonedAt, int Opens, string? FailureReason, string? OpenedDevice, string? OpenedLanguage)
    {
        public const string Columns =
            LinkRow.Columns + ", opened_at, started_at, scanned_at, abandoned_at, opens, failure_reason, opened_device, opened_language";

        public LinkExport ToExport()
        {
            var row = new LinkRow(
                Id, TenantId, NumberId, Provider, MetaFlow, TokenHash, Terms, ExternalRef, Metadata, Status, CreatedAt, RotatedAt,
                ExpiresAt, UsedAt,
                MetaPhase, MetaPhaseAt);
            return new(
                row.ToLink(), new(OpenedAt, StartedAt, ScannedAt, UsedAt, AbandonedAt), Opens, FailureReason,
                OpenedDevice?.ToLowerInvariant(), OpenedLanguage);
        }
    }
}

using System.Collections.Frozen;
using Dapper;
using Npgsql;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Links;

/// <summary>What changes together and is kept in memory together: a number's pairing and its living links.</summary>
internal sealed record PairingTopic(PairingView? Pairing, FrozenDictionary<TokenHash, PairingLink> Links)
{
    /// <summary>One round trip. Links that can never be shown again are left to a look-up of their own.</summary>
    public static async Task<PairingTopic> Load(
        NpgsqlDataSource database, Guid key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select numbers.id, numbers.tenant_id, numbers.number, numbers.name, numbers.provider, numbers.state, numbers.connected_number,
                   last.phase, last.qr_payload, last.qr_expires_at, last.code, last.code_expires_at, last.sequence, last.cooling_until,
                   last.method, last.failure_code, last.needs_start
              from numbers
              left join lateral (
                   select phase, qr_payload, qr_expires_at, code, code_expires_at, sequence, cooling_until, method, failure_code,
                       needs_start
                     from pairing_attempts
                    where number_id = numbers.id
                    order by started_at desc, sequence desc
                    limit 1) last on true
             where numbers.id = @key and numbers.state <> 'Removed';
            select {LinkRow.Columns}
              from pairing_links
             where (number_id = @key or id = @key) and (status = 'Active' or used_at > @receipts)
            """,
            new { key, receipts = now - PairingLink.ReceiptLife }, cancellationToken: cancellationToken));
        var number = await rows.ReadSingleOrDefaultAsync<NumberRow>();
        var links = await rows.ReadAsync<LinkRow>();
        return new(number?.ToView(), links.Select(row => row.ToLink()).ToFrozenDictionary(link => link.TokenHash));
    }

    private sealed record NumberRow(
        Guid Id, Guid TenantId, string Number, string Name, Provider Provider, InstanceState State, string? ConnectedNumber,
        PairingPhase? Phase, string? QrPayload, DateTimeOffset? QrExpiresAt, string? Code, DateTimeOffset? CodeExpiresAt, int? Sequence,
        DateTimeOffset? CoolingUntil, PairingMethod? Method,
        string? FailureCode, bool? NeedsStart)
    {
        public PairingView ToView() => new(
            new(Id), new(TenantId), PhoneNumber.FromStore(Number), Name, State, PhaseShown(),
            new Artifacts(
                QrPayload is not null && QrExpiresAt is { } qrExpiry ? new QrArtifact(QrPayload, qrExpiry) : null,
                Code is not null && CodeExpiresAt is { } codeExpiry ? new CodeArtifact(new(Code), codeExpiry) : null),
            Sequence ?? 0, CoolingUntil, FailureCode)
        {
            Provider = Provider,
            IsStartPending = NeedsStart ?? false,
            Cooled = Phase == PairingPhase.CoolingDown ? Method : null,
            ConnectedNumber = ConnectedNumber is null ? null : PhoneNumber.FromStore(ConnectedNumber),
        };

        /// <summary>An old attempt's success says nothing about a number that was disconnected since.</summary>
        private PairingPhase PhaseShown() => Phase switch
        {
            null => PairingPhase.Ready,
            PairingPhase.Connected when State != InstanceState.Open => PairingPhase.Ready,
            { } phase => phase,
        };
    }
}

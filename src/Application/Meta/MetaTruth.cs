using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <param name="IsStale">Graph was asked and did not say.</param>
public sealed record MetaView(MetaRecord Record, bool IsStale);

/// <summary>What is known of a number of the official API, and what Graph says of it where it is asked again.</summary>
internal sealed class MetaTruth(IStore store, IMetaNumberReads numbers, IMetaApps apps, TimeProvider clock)
{
    /// <summary>Null for numbers that were paired by QR code.</summary>
    public async Task<MetaView?> Of(NumberId number, TenantMode mode, bool isAskedAgain, CancellationToken cancellationToken)
    {
        if (await numbers.Find(number, cancellationToken) is not { } record)
            return null;
        if (!isAskedAgain)
            return new(record, IsStale: false);
        if (apps.Graph(mode) is not { } graph || await numbers.Token(number, cancellationToken) is not { } token)
            return new(record, IsStale: true);
        var said = await graph.Number(record.PhoneNumberId, token, cancellationToken);
        if (said.Refusal is not null)
            return new(record, IsStale: true);

        await using var work = await store.Begin(cancellationToken);
        work.MetaNumbers.Note(number, said.Value, clock.GetUtcNow());
        await work.Commit(cancellationToken);
        return await numbers.Find(number, cancellationToken) is { } noted ? new(noted, IsStale: false) : null;
    }
}

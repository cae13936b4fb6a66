using System.Globalization;
using System.Security.Cryptography;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>What a customer claims to own at Meta, until Graph confirms it.</summary>
/// <param name="Typed">By hand: the token may be of any app, and not only of ours.</param>
/// <param name="Number">Null: the one number that the account has.</param>
/// <param name="Account">Null: the accounts that the token was given.</param>
/// <param name="TriedPin">The PIN of an earlier registration whose answer was lost.</param>
/// <param name="Expected">The phone it must be; null where any will do.</param>
internal sealed record MetaClaim(
    MetaSecret Token, bool Typed, MetaId? Number, MetaId? Account, MetaSecret? Pin, MetaSecret? TriedPin, PhoneNumber? Expected);

/// <summary>
/// Registers a Meta number for use, and returns what Graph reports of it. Nothing is stored here. Every step may be taken
/// again; after a temporary failure at Meta it is retried a few times, where Meta does not count the tries.
/// </summary>
internal sealed class MetaOnboarding(RandomNumberGenerator random, TimeProvider clock)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5)];

    public MetaSecret DrawPin()
    {
        Span<byte> bytes = stackalloc byte[8];
        random.GetBytes(bytes);
        return new((BitConverter.ToUInt64(bytes) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture));
    }

    /// <param name="choosePin">Asked for one where none was brought, and keeps it: the number is registered with it next.</param>
    public async Task<Result<MetaAccess>> Run(
        IMetaGraph graph, MetaClaim claim, Func<MetaId, Task<MetaSecret>> choosePin, CancellationToken cancellationToken)
    {
        var (token, over) = (claim.Token, cancellationToken);
        var grant = await Patiently(() => claim.Typed ? graph.InspectTyped(token, over) : graph.Inspect(token, over), over);
        if (grant.Refusal is { } invalid)
            return invalid;
        var found = await Find(graph, claim, grant.Value, over);
        if (found.Refusal is { } unfound)
            return unfound;

        var (number, account) = found.Value;
        if (!number.CanBeCalled)
            return Contradiction("number_not_callable",
                "This number cannot be called: it has no phone number of its own, or it is one of Meta's test numbers. Choose "
                    + "another number.");
        if (claim.Expected is { } expected && !number.Number!.Value.SamePhone(expected))
            return Contradiction("other_number", "This is another number than the one that was asked for.");

        if ((await Patiently(() => graph.Subscribe(account, token, over), over)).Refusal is { } unsubscribed)
            return unsubscribed;
        if (number.OnBusinessApp || number.Registered)
            return new MetaAccess(number, account, token, grant.Value.ExpiresAt, claim.Pin ?? claim.TriedPin);

        var pin = claim.Pin ?? claim.TriedPin ?? await choosePin(number.Id);
        // Of ten tries in 72 hours none is made by us alone.
        if ((await graph.Register(number.Id, pin, token, over)).Refusal is { } unregistered)
            return unregistered;
        // What was registered stands, also when Graph does not get to say so: its PIN must not be lost.
        var after = await Patiently(() => graph.Number(number.Id, token, over), over);
        return new MetaAccess(after.Match(answer => answer, _ => number), account, token, grant.Value.ExpiresAt, pin);
    }

    /// <summary>Calls Graph again while it reports temporary failures.</summary>
    public async Task<Result<T>> Patiently<T>(Func<Task<Result<T>>> ask, CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            var answer = await ask();
            if (answer.Refusal is not MetaUnreachable unreachable || unreachable.Wait > pause)
                return answer;
            await Task.Delay(pause, clock, cancellationToken);
        }

        return await ask();
    }

    private async Task<Result<(
        MetaNumber Number, MetaId Account)>> Find(IMetaGraph graph, MetaClaim claim, MetaGrant grant, CancellationToken over)
    {
        if (claim.Account is { } claimed && grant.Accounts.Count > 0 && !grant.Accounts.Contains(claimed))
            return Contradiction("account_not_shared",
                "Access to this business account was not given. Start again and choose the account.");
        if (claim is { Account: { } account, Number: { } id })
        {
            if ((await Patiently(() => graph.Belongs(id, account, claim.Token, over), over)).Refusal is { } foreign)
                return foreign;
            return (await Patiently(() => graph.Number(id, claim.Token, over), over))
                .Match<Result<(MetaNumber, MetaId)>>(number => (number, account), refusal => refusal);
        }

        var usable = new List<(MetaNumber Number, MetaId Account)>();
        foreach (var candidate in claim.Account is { } only ? [only] : grant.Accounts)
        {
            var numbers = await Patiently(() => graph.Numbers(candidate, claim.Token, over), over);
            if (numbers.Refusal is { } refusal)
                return refusal;
            usable.AddRange(numbers.Value.Where(number => number.CanBeCalled && (claim.Number is null || number.Id == claim.Number))
                .Select(number => (number, candidate)));
        }

        return usable switch
        {
            [var one] => one,
            [] => Contradiction("no_number",
                "No usable phone number was shared. Add a phone number to the business account and start again."),
            _ => Contradiction("several_numbers", "Several phone numbers were shared. Start again and choose one of them."),
        };
    }

    private static MetaRejected Contradiction(string reason, string message) => new(null, null, message, null) { Reason = reason };
}

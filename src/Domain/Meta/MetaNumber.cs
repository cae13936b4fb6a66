using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Meta;

/// <summary>A number of the official API as Graph describes it.</summary>
/// <param name="Number">Null when Meta shows none that can be called: a display name without a number of its own.</param>
/// <param name="Status"><c>CONNECTED</c>, <c>PENDING</c>, <c>BANNED</c>, …, as Meta spells it.</param>
/// <param name="OnBusinessApp">The number stays in the WhatsApp Business app (coexistence): registering it would take it away from
/// there.</param>
/// <param name="Registered">It can send already; registering it again would use up one of ten tries in 72 hours.</param>
public sealed record MetaNumber(
    MetaId Id, PhoneNumber? Number, string? VerifiedName, string? Status, string? QualityRating, string? MessagingLimitTier,
    bool OnBusinessApp, bool Registered)
{
    /// <summary>Meta lends +1 555 numbers for tests; they lead to nobody.</summary>
    public bool CanBeCalled =>
        Number is { Digits: var digits } && !(digits.Length == 11 && digits.StartsWith("1555", StringComparison.Ordinal));
}

/// <summary>What a token may do, as Graph says: what a browser claims is not believed.</summary>
/// <param name="ExpiresAt">Null for a token without an end.</param>
/// <param name="Accounts">The business accounts it was given; empty when it was not tied to any.</param>
public sealed record MetaGrant(DateTimeOffset? ExpiresAt, IReadOnlyList<MetaId> Accounts);

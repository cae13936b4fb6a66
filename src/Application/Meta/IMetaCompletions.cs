using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>
/// The one completion of a link that is under way. A code is good once: what it was exchanged for is held until the completion is over.
/// </summary>
public interface IMetaCompletions
{
    /// <summary>Null while another one runs, and once the link was completed or its token died.</summary>
    Task<BegunCompletion?> Begin(PairingLink link, CompletionMark mark, DateTimeOffset now);

    /// <summary>Nothing is held for one that took too long: another has the link since.</summary>
    void Hold(PairingLink link, CompletionMark mark, HeldGrant grant, DateTimeOffset now);

    /// <summary>
    /// It came to nothing, and may be tried again. One that took too long does not stop the other that has the link since.
    /// </summary>
    /// <param name="keepsGrant">The same completion could go on with what is held.</param>
    void Stop(PairingLink link, CompletionMark mark, bool keepsGrant);

    /// <summary>The signup that spent the link is the one that completed it.</summary>
    void Complete(PairingLink link, CompletionMark mark, DateTimeOffset now);

    /// <summary>Deletes grants that are older than a time.</summary>
    void PurgeHeld(DateTimeOffset before);
}

/// <param name="Held">What an earlier run of the same completion got at Meta.</param>
public sealed record BegunCompletion(HeldGrant? Held);

/// <param name="Pin">The number may be registered with it: Meta asks for it ever after. Null until it is about to be.</param>
public sealed record HeldGrant(MetaSecret Token, MetaSecret? Pin)
{
    /// <summary>No completion goes on with what is older.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);
}

public interface IMetaCompletionQueries
{
    /// <summary>Whether this is the completion that a link was spent by.</summary>
    Task<bool> CompletedBy(LinkId link, CompletionMark mark, CancellationToken cancellationToken);
}

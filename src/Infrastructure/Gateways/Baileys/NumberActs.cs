using System.Collections.Concurrent;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>
/// What is under way for each number: one act at a time, and no number waits for another. An act that is asked for meanwhile is not
/// begun; when the one before it ends, the owner is woken to see what is still to be done.
/// </summary>
internal sealed class NumberActs
{
    /// <summary>Whether another act was asked for meanwhile.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _underWay = new();

    public void Begin(Guid number, Func<Task> act, Action wake)
    {
        if (_underWay.TryAdd(number, false))
            _ = Run(number, act, wake);
        else
            _underWay.TryUpdate(number, true, false);
    }

    private async Task Run(Guid number, Func<Task> act, Action wake)
    {
        try
        {
            await act();
        }
        finally
        {
            if (_underWay.TryRemove(number, out var isMore) && isMore)
                wake();
        }
    }
}

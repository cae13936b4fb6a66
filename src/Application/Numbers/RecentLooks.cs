using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>Keeps a crowd of status requests from becoming a crowd of gateway calls: one look under way per number, its answer good for a while.</summary>
internal sealed class RecentLooks(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<NumberId, Task<DateTimeOffset?>> _looks = new();

    /// <summary>When the gateway last answered, if it did within the time given; a slow look goes on for those who come after.</summary>
    public async Task<DateTimeOffset?> Within(NumberId number, TimeSpan fresh, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_looks.Count > MostKept)
            _looks.Clear();
        var look = _looks.AddOrUpdate(number, _ => Look(number), (_, known) => IsGood(known, fresh) ? known : Look(number));
        try
        {
            return await look.WaitAsync(wait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private bool IsGood(Task<DateTimeOffset?> known, TimeSpan fresh) =>
        !known.IsCompleted || (known.IsCompletedSuccessfully && known.Result is { } at && clock.GetUtcNow() - at < fresh);

    private async Task<DateTimeOffset?> Look(NumberId number)
    {
        await Task.Yield();
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NumberTruth>().Look(number, CancellationToken.None) is { Answered: true } ? clock.GetUtcNow() : null;
    }
}

using System.Net;
using System.Net.Sockets;

namespace PilotPairing.Infrastructure.Http;

/// <summary>
/// Connects to the first of a host's addresses that answers (RFC 8305). The next one is tried when the one before refuses, or has not
/// answered within a quarter of a second; so an address family that leads nowhere costs that and not the whole budget.
/// </summary>
internal static class RacingConnect
{
    /// <summary>A host may list as many as it likes; so many sockets are opened for it at most.</summary>
    private const int MostTried = 10;

    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <param name="clock">The handler's own limits run on the system's.</param>
    public static async Task<Stream> Connect(
        IReadOnlyCollection<IPAddress> addresses, int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(Alternating(addresses).Take(MostTried));
        var running = new List<Task<Socket>>();
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        try
        {
            while (waiting.Count + running.Count > 0)
            {
                if (waiting.TryDequeue(out var address))
                    running.Add(Attempt(address, port, race.Token));
                await FirstOf(running, waiting.Count > 0 ? Task.Delay(HeadStart, clock, race.Token) : null);
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var ended in running.Where(attempt => attempt.IsCompleted).ToList())
                {
                    running.Remove(ended);
                    if (ended.IsCompletedSuccessfully)
                        return new NetworkStream(ended.Result, ownsSocket: true);
                    failure = ended.Exception?.InnerException ?? failure;
                }
            }
        }
        finally
        {
            await race.CancelAsync();
            foreach (var loser in running)
                _ = loser.ContinueWith(lost =>
                    lost.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }

        throw failure;
    }

    /// <summary>In the resolver's order, but of each family in turn.</summary>
    internal static IEnumerable<IPAddress> Alternating(IReadOnlyCollection<IPAddress> addresses)
    {
        var families = addresses.Distinct().GroupBy(address => address.AddressFamily).Select(family => family.ToArray()).ToArray();
        for (var turn = 0; turn < addresses.Count; turn++)
        {
            foreach (var family in families.Where(family => turn < family.Length))
                yield return family[turn];
        }
    }

    private static Task<Task> FirstOf(IEnumerable<Task> running, Task? pause) =>
        Task.WhenAny(pause is null ? running : running.Append(pause));

    private static async Task<Socket> Attempt(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

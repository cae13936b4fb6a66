using System.Runtime.CompilerServices;

namespace PilotPairing.Client;

/// <summary>An event of the stream, with its body as it is delivered to webhooks.</summary>
/// <param name="Id">Where to go on after a pause.</param>
public sealed record StreamedEvent(string Id, string Name, string Body)
{
    public IPilotPairingEvent Read() => PilotPairingEvents.Parse(Body);
}

public partial class PilotPairingClient
{
    private const int MostRemembered = 10_000;

    /// <summary>The server writes a comment every 15 seconds; a stream that is silent for longer is lost.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Events as they happen, each once, whatever happens to the connection in between. It ends by cancellation or by an exception that
    /// another attempt would not mend, such as a key that is no longer valid.
    /// </summary>
    /// <param name="after">The last event that was handled; null begins with what happens next.</param>
    /// <param name="opened">Called each time a connection is open.</param>
    /// <param name="lost">Called when the connection was lost and is opened again after the pause.</param>
    public async IAsyncEnumerable<StreamedEvent> FollowEvents(
        string? after = null, Action? opened = null, Action<Exception, TimeSpan>? lost = null, TimeProvider? clock = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var time = clock ?? TimeProvider.System;
        var (last, failures) = (after, 0);
        var (seen, order) = (new HashSet<string>(), new Queue<string>());
        while (true)
        {
            Exception? failure = null;
            using var connection = new EventConnection(_httpClient, time, Silence);
            while (failure is null)
            {
                StreamedEvent? item = null;
                try
                {
                    if (await connection.Open(last, cancellationToken).ConfigureAwait(false))
                        opened?.Invoke();
                    item = await connection.Next(cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested && MayReturn(exception))
                {
                    failure = exception;
                }

                last = connection.LastId ?? last;

                if (item is null)
                    continue;
                failures = 0;
                if (!seen.Add(item.Id))
                    continue;
                order.Enqueue(item.Id);
                if (order.Count > MostRemembered)
                    seen.Remove(order.Dequeue());
                yield return item;
            }

            var asked = (failure as PilotPairingErrorException)?.RetryAfter;
            var pause = asked ?? TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(failures++, 5))));
            lost?.Invoke(failure, pause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayReturn(Exception exception) => exception switch
    {
        PilotPairingException answered => answered.StatusCode is 0 or 429 or >= 500,
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };
}

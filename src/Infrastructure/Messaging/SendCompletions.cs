using Microsoft.Extensions.Options;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

/// <summary>
/// Wakes callers that wait for a message's outcome. A notification only makes it fast: each waiting caller also polls once a second.
/// </summary>
internal sealed class SendCompletions : ISendCompletions, IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);
    private readonly Signals _completed = new();
    private readonly ISendQueries _sends;
    private readonly TimeSpan _longest;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;

    public SendCompletions(ISendQueries sends, PostgresListener listener, IOptions<SendingOptions> options, TimeProvider clock)
    {
        (_sends, _longest, _clock) = (sends, options.Value.AnswerWithin, clock);
        _subscription = listener.Subscribe(Channels.Sent, Received, _completed.PulseAll);
    }

    public async Task<LinkSend> Await(SendId id, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        using var waiting = _completed.On(id.Value);
        while (true)
        {
            var next = waiting.Next;
            var send = await _sends.Find(id, cancellationToken)
                ?? throw new InvalidOperationException("A message that was committed is gone");
            var left = _longest - _clock.GetElapsedTime(began);
            if (!send.IsUnderWay || left <= TimeSpan.Zero)
                return send;
            await Task.WhenAny(next, Task.Delay(left < CheckInterval ? left : CheckInterval, _clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Received(string payload)
    {
        if (Guid.TryParse(payload, out var send))
            _completed.Pulse(send);
    }
}

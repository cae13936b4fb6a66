using PilotPairing.Application.Gateways;

namespace PilotPairing.Infrastructure.Gateways;

/// <summary>
/// Keeps requests from a gateway that cannot be reached: after five failures in a row none is sent for five seconds, then one at a time
/// until one is answered. Each node has its own.
/// </summary>
internal sealed class GatewayCircuit(TimeProvider clock)
{
    public const int Failures = 5;
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private DateTimeOffset _since = clock.GetUtcNow();
    private int _failures;
    private DateTimeOffset? _openUntil;
    private bool _isTrying;
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;

    public CircuitReport Report
    {
        get
        {
            lock (_gate)
            {
                var state = _openUntil is not { } until ? CircuitState.Closed
                    : until > clock.GetUtcNow() ? CircuitState.Open : CircuitState.HalfOpen;
                return new(state, _since, _lastError, _lastErrorAt);
            }
        }
    }

    /// <summary>Whether a request may be sent. One that was let through reports how it ended.</summary>
    public bool LetsThrough()
    {
        lock (_gate)
        {
            if (_openUntil is not { } until)
                return true;
            if (_isTrying || until > clock.GetUtcNow())
                return false;
            return _isTrying = true;
        }
    }

    public void Answered()
    {
        lock (_gate)
        {
            if (_openUntil is not null)
                _since = clock.GetUtcNow();
            (_failures, _openUntil, _isTrying) = (0, null, false);
        }
    }

    public void Failed(string error)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            (_lastError, _lastErrorAt) = (error, now);
            if (_openUntil is null && ++_failures < Failures)
                return;
            if (_openUntil is null)
                _since = now;
            // A request that was sent before it opened says nothing about now.
            if (_openUntil is null || _isTrying)
                _openUntil = now + Pause;
            _isTrying = false;
        }
    }

    /// <summary>Its caller did not wait for the answer.</summary>
    public void Abandoned()
    {
        lock (_gate)
            _isTrying = false;
    }
}

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>The requests that this process has under way, in all and per endpoint.</summary>
internal sealed class Slots(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _byEndpoint = [];
    private int _taken;

    public int Free
    {
        get
        {
            lock (_gate)
                return most - _taken;
        }
    }

    public IReadOnlyCollection<KeyValuePair<Guid, int>> Busy()
    {
        lock (_gate)
            return [.. _byEndpoint];
    }

    public void Take(Guid endpoint)
    {
        lock (_gate)
        {
            _taken++;
            _byEndpoint[endpoint] = _byEndpoint.GetValueOrDefault(endpoint) + 1;
        }
    }

    public void Release(Guid endpoint)
    {
        lock (_gate)
        {
            _taken--;
            if (--_byEndpoint[endpoint] == 0)
                _byEndpoint.Remove(endpoint);
        }
    }
}

using Microsoft.AspNetCore.Http;
using PilotPairing.Client;

namespace PilotPairing.AspNetCore;

/// <summary>What is done for which event. An event that nothing is done for is answered as received.</summary>
public sealed class WebhookDispatcher
{
    private readonly List<(string? Name, Func<IPilotPairingEvent, HttpContext, Task> Handle)> _handlers = [];

    /// <param name="name">Such as <c>number.connected</c>.</param>
    public WebhookDispatcher On<TEvent>(string name, Func<TEvent, HttpContext, Task> handle)
        where TEvent : class, IPilotPairingEvent
    {
        _handlers.Add((name, (received, context) => received is TEvent own ? handle(own, context) : Task.CompletedTask));
        return this;
    }

    /// <summary>For every event, the ones that this version does not know included.</summary>
    public WebhookDispatcher OnAny(Func<IPilotPairingEvent, HttpContext, Task> handle)
    {
        _handlers.Add((null, handle));
        return this;
    }

    internal async Task Dispatch(IPilotPairingEvent received, HttpContext context)
    {
        foreach (var (name, handle) in _handlers)
        {
            if (name is null || name == received.Name)
                await handle(received, context);
        }
    }
}

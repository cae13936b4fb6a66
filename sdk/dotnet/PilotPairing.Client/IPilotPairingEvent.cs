using System.Text.Json;

namespace PilotPairing.Client;

/// <summary>
/// The body of a webhook or of an item of the event stream: a <see cref="NumberEvent"/>, a <see cref="LinkEvent"/>, a
/// <see cref="TestEvent"/>, or a <see cref="WebhookEvent"/> where this version does not know the kind.
/// </summary>
public interface IPilotPairingEvent
{
    /// <summary>The same whenever it comes again: keep it, and ignore the second time.</summary>
    string Id { get; }

    /// <summary>Such as <c>number.connected</c>.</summary>
    string Name { get; }

    DateTimeOffset Timestamp { get; }
}

public partial class NumberEvent : IPilotPairingEvent
{
    string IPilotPairingEvent.Id => Data.Id;

    string IPilotPairingEvent.Name => Event.Value;
}

public partial class LinkEvent : IPilotPairingEvent
{
    string IPilotPairingEvent.Id => Data.Id;

    string IPilotPairingEvent.Name => Event.Value;
}

public partial class TestEvent : IPilotPairingEvent
{
    string IPilotPairingEvent.Id => Data.Id;

    string IPilotPairingEvent.Name => Event.Value;
}

public partial class WebhookEvent : IPilotPairingEvent
{
    string IPilotPairingEvent.Id => Data.TryGetValue("id", out var id) ? id.ToString()! : "";

    string IPilotPairingEvent.Name => Event;
}

public static class PilotPairingEvents
{
    /// <exception cref="JsonException">It is no event of PilotPairing.</exception>
    public static IPilotPairingEvent Parse(string body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("event", out var named)
            || named.ValueKind != JsonValueKind.String)
            throw new JsonException("It has no event");
        var kind = named.GetString()!.Split('.')[0];
        IPilotPairingEvent? read = kind switch
        {
            "number" => document.Deserialize<NumberEvent>(),
            "link" => document.Deserialize<LinkEvent>(),
            "webhook" => document.Deserialize<TestEvent>(),
            _ => document.Deserialize<WebhookEvent>(),
        };
        return read!;
    }
}

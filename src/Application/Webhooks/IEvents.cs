using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Something that happened to a number. The row and one delivery per subscribed endpoint commit with the change itself.</summary>
public sealed record NumberEvent(EventId Id, string Type, Instance Instance, DateTimeOffset At)
{
    public LinkId? Link { get; init; }

    public DisconnectReason? Reason { get; init; }

    /// <summary><see cref="Link"/> connects the number again: the event contains its URL, which is stored nowhere else.</summary>
    public bool OffersReconnect { get; init; }

    /// <summary>For a mismatch: the phone that scanned instead.</summary>
    public PhoneNumber? Scanned { get; init; }

    public static NumberEvent Of(string type, Instance instance, DateTimeOffset now) => new(EventId.New(now), type, instance, now);
}

public sealed record LinkEvent(EventId Id, string Type, PairingLink Link, LinkStatus Status, PairingPhase Phase, DateTimeOffset At)
{
    public string? Reason { get; init; }

    /// <summary>The message that carried the link, where the event is about one.</summary>
    public SendId? Message { get; init; }

    public static LinkEvent Of(string type, PairingLink link, LinkStatus status, PairingPhase phase, DateTimeOffset now) =>
        new(EventId.New(now), type, link, status, phase, now);
}

public interface IEvents
{
    void Add(NumberEvent happened);

    void Add(LinkEvent happened);

    /// <summary>Delivered to its endpoint alone.</summary>
    void Add(TestEvent test);
}

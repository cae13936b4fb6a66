namespace PilotPairing.Infrastructure.Outbox;

/// <summary>The queues, each with workers of its own: work of one kind cannot hold up another.</summary>
internal static class JobQueues
{
    public const string Deliveries = "deliveries";

    /// <summary>Deliveries to endpoints that fail or are slow.</summary>
    public const string SlowDeliveries = "slow-deliveries";

    public const string Messages = "messages";

    /// <summary>What gateways and other foreign servers are asked to do.</summary>
    public const string Gateways = "gateways";

    /// <summary>Recurring jobs.</summary>
    public const string Periodic = "periodic";
}

namespace PilotPairing.Domain.Instances;

/// <summary>What a number is to us; the gateway's own states stay behind its port.</summary>
public enum InstanceState
{
    Close,
    Connecting,
    Open,
    Removed,
}

public enum DisconnectReason
{
    LoggedOut,
    Banned,
    Replaced,
    RemovedByGateway,
    Unknown,
}

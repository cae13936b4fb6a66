namespace PilotPairing.Application.Connections;

/// <summary>The module's part of a unit of work.</summary>
public static class ConnectionsWork
{
    extension(IWork work)
    {
        public IAttempts Attempts => work.Repository<IAttempts>();

        public IPairingStarts Starts => work.Repository<IPairingStarts>();
    }
}

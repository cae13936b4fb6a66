namespace PilotPairing.Application.Access;

/// <summary>The module's part of a unit of work.</summary>
public static class AccessWork
{
    extension(IWork work)
    {
        public ITenants Tenants => work.Repository<ITenants>();

        public IKeys Keys => work.Repository<IKeys>();

        public IKeyMoves KeyMoves => work.Repository<IKeyMoves>();
    }
}

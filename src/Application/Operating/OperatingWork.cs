namespace PilotPairing.Application.Operating;

/// <summary>The module's part of a unit of work.</summary>
public static class OperatingWork
{
    extension(IWork work)
    {
        public IAuditLog AuditLog => work.Repository<IAuditLog>();

        public IPersons Persons => work.Repository<IPersons>();
    }
}

namespace PilotPairing.Application.Links;

/// <summary>The module's part of a unit of work.</summary>
public static class LinksWork
{
    extension(IWork work)
    {
        public ILinks Links => work.Repository<ILinks>();
    }
}

namespace PilotPairing.Application.Meta;

/// <summary>The module's part of a unit of work.</summary>
public static class MetaWork
{
    extension(IWork work)
    {
        public IMetaNumbers MetaNumbers => work.Repository<IMetaNumbers>();

        public IMetaCompletions MetaCompletions => work.Repository<IMetaCompletions>();
    }
}

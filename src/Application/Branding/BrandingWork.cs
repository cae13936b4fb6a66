namespace PilotPairing.Application.Branding;

/// <summary>The module's part of a unit of work.</summary>
public static class BrandingWork
{
    extension(IWork work)
    {
        public IBrandings Brandings => work.Repository<IBrandings>();
    }
}

namespace PilotPairing.Application.Instances;

/// <summary>The module's part of a unit of work.</summary>
public static class InstancesWork
{
    extension(IWork work)
    {
        public IInstances Instances => work.Repository<IInstances>();

        public ICleanUps CleanUps => work.Repository<ICleanUps>();
    }
}

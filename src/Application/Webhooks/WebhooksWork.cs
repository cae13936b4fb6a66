namespace PilotPairing.Application.Webhooks;

/// <summary>The module's part of a unit of work.</summary>
public static class WebhooksWork
{
    extension(IWork work)
    {
        public IEndpoints Endpoints => work.Repository<IEndpoints>();

        public IEvents Events => work.Repository<IEvents>();

        public IDeliveries Deliveries => work.Repository<IDeliveries>();
    }
}

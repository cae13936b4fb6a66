namespace PilotPairing.Application.Messaging;

/// <summary>The module's part of a unit of work.</summary>
public static class MessagingWork
{
    extension(IWork work)
    {
        public ITemplates Templates => work.Repository<ITemplates>();

        public ISends Sends => work.Repository<ISends>();
    }
}

using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Links;

/// <summary>Pairing links: their terms, their life and their messages.</summary>
internal static class LinksModule
{
    public static void AddLinks(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<CreatePairingLink, Result<PairingLinkCreated>>, CreatePairingLinkHandler>();
        services.AddScoped<IValidator<CreatePairingLink>, CreatePairingLinkValidator>();
        services.AddScoped<LinkCreation>();
        services.AddScoped<IRequestHandler<CreatePairingLinks, Result<PairingLinksCreated>>, CreatePairingLinksHandler>();
        services.AddScoped<IValidator<CreatePairingLinks>, CreatePairingLinksValidator>();
        services.AddScoped<LinkOfNewNumber>();
        services.AddScoped<IExistence<CreatePairingLink>, LinkOfNewNumber>();
        services.AddScoped<IRequestHandler<ReadLink, Result<LinkReading>>, ReadLinkHandler>();
        services.AddScoped<IRequestHandler<ReadLinkStatus, Result<LinkStatusReading>>, ReadLinkStatusHandler>();
        services.AddScoped<PairingPrerequisites>();
        services.AddScoped<OwnLinks>();
        services.AddSingleton<DeviceLinks>();
        services.AddScoped<IRequestHandler<ListOwnLinks, Result<Page<LinkDetail>>>, ListOwnLinksHandler>();
        services.AddScoped<IValidator<ListOwnLinks>, ListOwnLinksValidator>();
        services.AddScoped<IRequestHandler<ExportLinks, Result<IAsyncEnumerable<ExportedLink>>>, ExportLinksHandler>();
        services.AddScoped<IValidator<ExportLinks>, ExportLinksValidator>();
        services.AddScoped<IRequestHandler<ReadOwnLink, Result<LinkDetail>>, ReadOwnLinkHandler>();
        services.AddScoped<IRequestHandler<UpdateLink, Result<LinkDetail>>, UpdateLinkHandler>();
        services.AddScoped<IValidator<UpdateLink>, UpdateLinkValidator>();
        services.AddScoped<UpdatedLink>();
        services.AddScoped<IExistence<UpdateLink>, UpdatedLink>();
        services.AddScoped<IRequestHandler<RevokeLink, Result<LinkDetail>>, RevokeLinkHandler>();
        services.AddScoped<IRequestHandler<RotateLink, Result<LinkRotated>>, RotateLinkHandler>();
        services.AddScoped<IValidator<RotateLink>, RotateLinkValidator>();
        services.AddScoped<RotatedLink>();
        services.AddScoped<IExistence<RotateLink>, RotatedLink>();
        services.AddScoped<ReportedLink>();
        services.AddScoped<IRequestHandler<ReportFromPage, Result<Done>>, ReportFromPageHandler>();
        services.AddScoped<IValidator<ReportFromPage>, ReportFromPageValidator>();
        services.AddScoped<IExistence<ReportFromPage>, ReportedLink>();
        services.AddScoped<IRequestHandler<AbandonLinks, Result<int>>, AbandonLinksHandler>();
        services.AddScoped<IRequestHandler<ExpireLinks, Result<int>>, ExpireLinksHandler>();
        services.AddScoped<LinkSending>();
        services.AddScoped<IRequestHandler<SendLink, Result<MessageOutcome>>, SendLinkHandler>();
        services.AddScoped<MessageComposer>();
        services.AddScoped<MetaMessageComposer>();
        services.AddScoped<MessageEvents>();
        services.AddScoped<MessageReceipts>();
        services.AddScoped<IRequestHandler<SendPendingMessage, Result<Done>>, SendPendingMessageHandler>();
        services.AddScoped<CreatedLinkAnswer>();
        services.AddScoped<IRebuild<CreatePairingLink, Result<PairingLinkCreated>>, CreatedLinkAnswer>();
        services.AddScoped<IRebuild<CreatePairingLinks, Result<PairingLinksCreated>>, CreatedLinksAnswer>();
        services.AddScoped<IRebuild<RotateLink, Result<LinkRotated>>, RotatedLinkAnswer>();
        services.AddScoped<IRebuild<SendLink, Result<MessageOutcome>>, SentLinkAnswer>();
    }
}

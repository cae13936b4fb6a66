using System.Security.Cryptography;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

/// <summary>Keeps an image under an address of ours. It is shown once branding names that address.</summary>
/// <param name="Apply">Whether it becomes the tenant's logo at once.</param>
public sealed record UploadLogo(TenantId Tenant, string? FileName, byte[] Content, bool Apply) : IRequest<Result<Asset>>;

internal sealed class UploadLogoHandler(
    IStore store, LogoAddress address, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<UploadLogo, Result<Asset>>
{
    private const int LongestName = 120;

    public async Task<Result<Asset>> Handle(UploadLogo request, CancellationToken cancellationToken)
    {
        var image = LogoImage.Parse(request.Content);
        if (image.Refusal is { } refusal)
            return refusal;

        var asset = new Asset(AssetId.Draw(random), request.Tenant, NameOf(request.FileName), image.Value, clock.GetUtcNow());
        await using var work = await store.Begin(cancellationToken);
        work.Brandings.Add(asset);
        if (request.Apply)
            await work.Brandings.Change(
                request.Tenant, new(new BrandingLayer { LogoUrl = address.UrlOf(asset.Id) }, []), asset.CreatedAt);
        await work.Commit(cancellationToken);
        return asset;
    }

    /// <summary>The last part of what the client's file was called, for display only.</summary>
    internal static string NameOf(string? sent)
    {
        var name = (sent ?? "").Split('/', '\\')[^1];
        var plain = string.Concat(name.EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune)).Take(LongestName)).Trim();
        return plain.Length == 0 ? "logo" : plain;
    }
}

/// <summary>The request holds all of the answer but the asset's id.</summary>
internal sealed class UploadedLogoAnswer(TimeProvider clock) : IRebuild<UploadLogo, Result<Asset>>
{
    public Task<Result<Asset>?> Rebuild(UploadLogo request, MadeResource? made, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Asset>?>(made is not null && LogoImage.Parse(request.Content) is { Refusal: null } image
            ? new Asset(new(made.Id), request.Tenant, UploadLogoHandler.NameOf(request.FileName), image.Value, clock.GetUtcNow())
            : (Result<Asset>?)null);
}

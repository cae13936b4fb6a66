using PilotPairing.Domain;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

/// <summary>Which URL is one that we returned from an upload, and what it is.</summary>
public sealed class LogoAddress(IPublicAddress address)
{
    private const string Folder = "/assets/";

    public static string PathOf(AssetId asset) => Folder + asset;

    public string UrlOf(AssetId asset) => address.PublicUrl + PathOf(asset);

    public AssetId? OwnAsset(string url)
    {
        foreach (var origin in address.ConnectUrls.Prepend(address.PublicUrl))
        {
            if (url.StartsWith(origin + Folder, StringComparison.Ordinal)
                && WireId.TryParse(AssetId.Prefix, url[(origin.Length + Folder.Length)..], out var id))
                return new(id);
        }

        return null;
    }

    /// <summary>The images that a page can show only once we have fetched them.</summary>
    public IEnumerable<string> ForeignOf(BrandingLayer branding) => branding.Images().Where(url => OwnAsset(url) is null).Distinct();
}

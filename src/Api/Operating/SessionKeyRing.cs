using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>Where data protection keeps its keys: in the database, so that all nodes read each other's cookies.</summary>
internal sealed class SessionKeyRing(Func<ISessionKeys> keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys().Read().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        keys().Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}

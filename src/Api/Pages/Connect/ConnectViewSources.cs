using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>What a page is written from besides its link: all that the installation decides.</summary>
internal sealed record ConnectViewSources(
    BrandingDefaults Branding, PairingPageDefaults Page, IPublicAddress Address, ConnectAddress Addresses, IMetaApps Apps,
    PhoneTextsCatalog Phones, IPhoneNumberFormatter Numbers);

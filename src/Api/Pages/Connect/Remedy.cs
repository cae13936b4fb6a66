using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>What a phone may say, and what then helps: <c>{0}</c> is the masked number.</summary>
/// <param name="Name">What the SaaS reads as the link's <c>phoneMessage</c>.</param>
/// <param name="Only">The one way on which a phone says it; null when it may on each.</param>
/// <param name="OrCode">Whether the code helps, too, where there is one.</param>
internal sealed record Remedy(string Name, string Symptom, string Do, PairingMethod? Only = null, bool OrCode = false);

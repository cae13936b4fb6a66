using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Domain.Tests.Links;

/// <summary>What a gateway sends as a QR payload, in the form that WhatsApp opens.</summary>
public sealed class DeviceLinkTests
{
    [Theory]
    [InlineData("2@abc,def==,1", "https://wa.me/settings/linked_devices#2@abc,def==,1")]
    [InlineData("https://wa.me/settings/linked_devices#2@abc", "https://wa.me/settings/linked_devices#2@abc")]
    [InlineData("whatsapp://settings/linked_devices#2@abc", "https://wa.me/settings/linked_devices#2@abc")]
    [InlineData("javascript:alert(1)", "https://wa.me/settings/linked_devices#javascript:alert(1)")]
    [InlineData("https://wa.me.example/settings", "https://wa.me/settings/linked_devices#https://wa.me.example/settings")]
    public void A_live_payload_leads_to_WhatsApp_and_nowhere_else(string payload, string expected) =>
        DeviceLink.Of(payload, TenantMode.Live).Should().Be(expected);

    [Fact]
    public void A_simulated_payload_is_the_address_of_its_phone() =>
        DeviceLink.Of("http://localhost:5080/simulator/phone/1", TenantMode.Test).Should().Be("http://localhost:5080/simulator/phone/1");
}

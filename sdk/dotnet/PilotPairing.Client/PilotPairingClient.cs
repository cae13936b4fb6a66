using System.Text.Json;
using System.Text.Json.Serialization;

namespace PilotPairing.Client;

public partial class PilotPairingClient
{
    /// <summary>A null would clear the member on a request that changes something; what was not set must be left out.</summary>
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
}

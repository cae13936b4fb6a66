using System.Buffers.Text;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Links;

internal sealed class AttemptPass(Envelopes envelopes) : IAttemptPass
{
    private const string Purpose = "pairing attempt";
    private const int Longest = 64;

    public string For(LinkId link) => Base64Url.EncodeToString(envelopes.Mac(Purpose, link.Value.ToByteArray()));

    public bool Opens(LinkId link, string? pass)
    {
        if (pass is not { Length: > 0 and <= Longest } || !Base64Url.IsValid(pass))
            return false;
        return envelopes.MacMatches(Purpose, link.Value.ToByteArray(), Base64Url.DecodeFromChars(pass));
    }
}

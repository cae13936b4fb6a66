using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>The phone's texts in every language of the page, read once at start.</summary>
internal sealed class PhoneTextsCatalog(IOptions<PageOptions> options)
{
    private readonly IReadOnlyDictionary<string, PhoneTexts> _texts = PhoneTextsFile.Read(options.Value.TextsFile).Texts;

    public PhoneTexts Of(Texts language) => _texts[language.Tag];
}

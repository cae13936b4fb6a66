using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// What WhatsApp and phones print, in one language, and what helps where a phone refuses. WhatsApp changes its words at any time, so they
/// are data: <c>phone.{language}.json</c> has each text with a date and a source, and an operator's file may replace them.
/// </summary>
internal sealed class PhoneTexts(IReadOnlyDictionary<string, string> texts)
{
    private static readonly (string Name, PairingMethod? Only, bool OrCode)[] Messages =
    [
        ("couldnt_link_device", null, false), ("cant_link_new_devices", null, false),
        ("check_number_or_new_code", PairingMethod.Code, false), ("passkey_needed", null, false),
        ("waiting_for_other_device", PairingMethod.Qr, false), ("scan_again", PairingMethod.Qr, false), ("no_settings_tab", null, false),
        ("camera_cannot_read", PairingMethod.Qr, true),
    ];

    public string StepOpen => texts["step.open"];

    public string StepMenuOnAndroid => texts["step.menu.android"];

    public string StepMenuOnIphone => texts["step.menu.ios"];

    public string StepLink => texts["step.link"];

    /// <summary>What older apps call the same; null where they call it so.</summary>
    public string? StepLinkOlder => texts.GetValueOrDefault("step.link.older");

    public string StepScan => texts["step.scan"];

    public string StepScanWithCamera => texts["step.scan.camera"];

    public string StepType => texts["step.type"];

    public string UndoOpen => texts["undo.open"];

    public string UndoNewest => texts["undo.newest"];

    /// <summary>{0} is how the phone calls the connection.</summary>
    public string UndoNamed => texts["undo.named"];

    public string UndoLogOut => texts["undo.log_out"];

    public IReadOnlyList<Remedy> Remedies { get; } =
        [.. Messages.Select(message =>
            new Remedy(message.Name, texts["message." + message.Name], texts["remedy." + message.Name], message.Only, message.OrCode))];

    /// <summary>These texts with some replaced.</summary>
    public PhoneTexts With(IReadOnlyDictionary<string, string> others) =>
        new(texts.Where(text => !others.ContainsKey(text.Key)).Concat(others).ToDictionary());

    public string? Find(string key) => texts.GetValueOrDefault(key);
}

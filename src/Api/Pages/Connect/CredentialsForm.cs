using PilotPairing.Application;
using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>What a form post brought; its secrets are for Meta and stand in no answer.</summary>
internal sealed record CredentialsPost
{
    public string? PhoneNumberId { get; set; }

    public string? WabaId { get; set; }

    public string? AccessToken { get; set; }

    public string? Pin { get; set; }

    public string? Name { get; set; }

    public CompleteCredentials ToCommand(TokenHash token) => new(token)
    {
        PhoneNumberId = Written.Of(Typed(PhoneNumberId), MetaId.Parse),
        WabaId = Written.Of(Typed(WabaId), MetaId.Parse),
        AccessToken = Typed(AccessToken) is { } secret ? new MetaSecret(secret) : null,
        Pin = Typed(Pin) is { } pin ? new MetaSecret(pin) : null,
        Name = Written.Of(Typed(Name), DisplayName.Parse),
    };

    private static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public override string ToString() => "[credentials]";
}

/// <summary>The form as it is shown again: what was typed, secrets excepted, and what was wrong with it.</summary>
internal sealed record CredentialsForm(string? PhoneNumberId, string? WabaId, string? Name, Refusal? Refusal)
{
    public static readonly CredentialsForm Empty = new(null, null, null, null);

    public MetaRemedy? Remedy { get; private init; }

    /// <summary>The message of Meta's answer.</summary>
    public string? Theirs => Refusal is MetaRejected { Number: not null } rejected ? rejected.Message : null;

    /// <summary>Whether what is wrong stands beside a field.</summary>
    public bool IsMarked => Refusal is ValidationFailed || Remedy?.Field is not null;

    public static CredentialsForm Of(CredentialsPost post, Refusal refusal, MetaTexts texts) =>
        new(post.PhoneNumberId, post.WabaId, post.Name, refusal)
        {
            Remedy = refusal is MetaRejected rejected ? texts.RemedyFor(rejected) : null,
        };

    public string? ErrorText(MetaTexts texts) => Refusal switch
    {
        null => null,
        MetaRejected => $"{texts.Rejected.Lead} {texts.Rejected.Hint}",
        MetaNotConfigured => $"{texts.NotConfigured.Lead} {texts.NotConfigured.Hint}",
        _ => $"{texts.Unreachable.Heading}. {texts.Unreachable.Hint}",
    };

    public string? WrongWith(string field, FieldWords words) =>
        Refusal is ValidationFailed failed && failed.Fields.Any(error => error.Field == field) ? words.Wrong
        : Remedy is { } remedy && remedy.Field == field ? $"{remedy.Symptom} {remedy.Do}"
        : null;
}

internal sealed record CredentialsField(string Name, FieldWords Words)
{
    private const string Id = @"\s*[A-Za-z0-9]{1,64}\s*";

    public string? Value { get; private init; }

    public bool IsRequired { get; private init; } = true;

    public bool IsSecret { get; private init; }

    public string? Pattern { get; private init; }

    public int Longest { get; private init; } = 64;

    public string? Keys { get; private init; }

    public string? Wrong { get; private init; }

    /// <summary>The first wrong one, where no script could move the focus.</summary>
    public bool HasFocus { get; private init; }

    public static IReadOnlyList<CredentialsField> All(ConnectView view)
    {
        var (texts, form) = (view.Texts.Meta, view.Form);
        CredentialsField[] fields =
        [
            new("phoneNumberId", texts.PhoneNumberId) { Value = form.PhoneNumberId, Pattern = Id, Keys = "numeric" },
            new("wabaId", texts.WabaId) { Value = form.WabaId, Pattern = Id, Keys = "numeric" },
            new("accessToken", texts.AccessToken) { IsSecret = true, Pattern = @"\s*[!-~]+\s*", Longest = 4096 },
            new("pin", texts.Pin) { IsSecret = true, IsRequired = false, Pattern = "[0-9]{6}", Longest = 6, Keys = "numeric" },
            new("name", texts.DisplayName) { Value = form.Name, IsRequired = false, Longest = 120 },
        ];
        var marked = fields.Select(field => field with { Wrong = form.WrongWith(field.Name, field.Words) }).ToList();
        var first = marked.FindIndex(field => field.Wrong is not null);
        return [.. marked.Select((field, index) => field with { HasFocus = index == first })];
    }
}

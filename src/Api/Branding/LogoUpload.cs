using Microsoft.AspNetCore.Http.Features;
using PilotPairing.Api.Middleware;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Branding;

/// <summary>The file of a multipart upload, in memory: nothing of a client is written to disk before it is known to be an image.</summary>
internal sealed record LogoUpload(string? FileName, byte[] Content, Refusal? Refusal)
{
    public const string ApplyParameter = "apply";

    /// <summary>Whose logo it is to be, where no key says it.</summary>
    public string? TenantId { get; private init; }

    /// <summary>Whether it becomes the tenant's logo at once.</summary>
    public bool Apply { get; private init; }

    private const string Field = "file";

    /// <summary>Room for the parts around the image.</summary>
    private const int LargestForm = LogoImage.LargestBytes + 64 * 1024;

    public static readonly BodyLimit Limit = new(LargestForm, new LogoTooLarge());

    public static async ValueTask<LogoUpload> BindAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType
            || context.Request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return Refused(new NotALogo());
        if (context.Request.ContentLength > LargestForm)
            return Refused(new LogoTooLarge());
        if (Applied(context.Request.Query[ApplyParameter]) is not { } apply)
            return Refused(new ValidationFailed([new(ApplyParameter, "must be true or false")]));

        try
        {
            var form = await context.Request.ReadFormAsync(
                new FormOptions
                {
                    MultipartBodyLengthLimit = LargestForm,
                    MemoryBufferThreshold = LargestForm,
                    BufferBody = false,
                    ValueCountLimit = 16
                }, context.RequestAborted);
            if (form.Files.GetFile(Field) is not { } file)
                return Refused(new ValidationFailed([new(Field, "is required")]));
            if (file.Length > LogoImage.LargestBytes)
                return Refused(new LogoTooLarge());

            var content = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, context.RequestAborted);
            return new(file.FileName, content, null)
            {
                TenantId = form["tenantId"].FirstOrDefault() ?? context.Request.Query["tenantId"].FirstOrDefault(),
                Apply = apply,
            };
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refused(new LogoTooLarge());
        }
        catch (InvalidDataException broken)
        {
            return Refused(broken.Message.Contains("limit", StringComparison.OrdinalIgnoreCase)
                ? new LogoTooLarge() : new ValidationFailed([new(Field, "is not readable multipart")]));
        }
        catch (IOException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Refused(new ValidationFailed([new(Field, "is not readable multipart")]));
        }
    }

    private static bool? Applied(string? text) => text switch
    {
        "true" or "1" => true,
        null or "" or "false" or "0" => false,
        _ => null,
    };

    private static LogoUpload Refused(Refusal refusal) => new(null, [], refusal);
}

namespace PilotPairing.Api.OpenApi;

/// <summary>Marks what is written as a string or as an object with a <c>text</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TextOrObjectAttribute : Attribute;

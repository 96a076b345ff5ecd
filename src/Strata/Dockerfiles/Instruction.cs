using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>An instruction of a Dockerfile.</summary>
/// <param name="Keyword">In capitals, such as <c>RUN</c>.</param>
/// <param name="Span">From the keyword to the end of its last line, heredocs included.</param>
public abstract record Instruction(string Keyword, SourceSpan Span)
{
    /// <summary>Whether BuildKit counts it as a step of its stage: RUN, COPY, ADD and WORKDIR.</summary>
    public virtual bool IsStep => false;
}

/// <summary>FROM: a stage starts.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Image">What it starts from, variables not expanded.</param>
/// <param name="StageName">The name behind AS in lower case; null when it has none.</param>
/// <param name="Platform">Value of --platform, not expanded; null when not given.</param>
public sealed record FromInstruction(SourceSpan Span, Word Image, string? StageName, string? Platform) : Instruction("FROM", Span);

/// <summary>ARG: build arguments are declared.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Declarations">At least one.</param>
public sealed record ArgInstruction(SourceSpan Span, ImmutableArray<ArgDeclaration> Declarations) : Instruction("ARG", Span);

/// <summary>A build argument and its default.</summary>
/// <param name="Name">The name.</param>
/// <param name="Default">Quotes and variables as written; null when there is no default.</param>
/// <param name="Span">Where it stands.</param>
public sealed record ArgDeclaration(string Name, string? Default, SourceSpan Span);

/// <summary>ENV: variables of the image.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Variables">At least one.</param>
public sealed record EnvInstruction(SourceSpan Span, ImmutableArray<KeyValue> Variables) : Instruction("ENV", Span);

/// <summary>LABEL: labels of the image.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Labels">At least one.</param>
public sealed record LabelInstruction(SourceSpan Span, ImmutableArray<KeyValue> Labels) : Instruction("LABEL", Span);

/// <summary>A key and its value.</summary>
/// <param name="Key">As written.</param>
/// <param name="Value">Quotes and variables as written.</param>
/// <param name="Span">Where both stand.</param>
/// <param name="IsLegacy">Written as <c>key value</c>, without '='.</param>
public sealed record KeyValue(string Key, string Value, SourceSpan Span, bool IsLegacy = false);

/// <summary>EXPOSE: ports that a container listens on.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Ports">As written, such as <c>8080/tcp</c> or <c>$PORT</c>.</param>
public sealed record ExposeInstruction(SourceSpan Span, ImmutableArray<Word> Ports) : Instruction("EXPOSE", Span);

/// <summary>USER: who runs what follows.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="User">Name or id, with a group behind ':' if there is one.</param>
public sealed record UserInstruction(SourceSpan Span, Word User) : Instruction("USER", Span);

/// <summary>WORKDIR: where what follows runs.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Directory">As written.</param>
public sealed record WorkdirInstruction(SourceSpan Span, Word Directory) : Instruction("WORKDIR", Span)
{
    /// <inheritdoc/>
    public override bool IsStep => true;
}

/// <summary>VOLUME: directories outside the image's layers.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Paths">At least one.</param>
public sealed record VolumeInstruction(SourceSpan Span, ImmutableArray<string> Paths) : Instruction("VOLUME", Span);

/// <summary>STOPSIGNAL: how a container is asked to end.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Signal">A name or number.</param>
public sealed record StopSignalInstruction(SourceSpan Span, string Signal) : Instruction("STOPSIGNAL", Span);

/// <summary>MAINTAINER: deprecated in favour of a label.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Name">As written.</param>
public sealed record MaintainerInstruction(SourceSpan Span, string Name) : Instruction("MAINTAINER", Span);

/// <summary>ONBUILD: an instruction for images that start from this one.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Trigger">The instruction that they run first.</param>
public sealed record OnbuildInstruction(SourceSpan Span, Instruction Trigger) : Instruction("ONBUILD", Span);

namespace Strata.Testing.Dockerfiles;

/// <summary>Whole files: directives, stages and what real services look like.</summary>
internal static class CorpusFiles
{
    /// <summary>What BuildKit takes.</summary>
    public static string[] Good { get; } =
    [
        "FROM scratch",
        "from scratch",
        "FROM scratch AS a",
        "FROM scratch as A\nFROM a",
        "\uFEFFFROM scratch\n",
        "\n\n# comment\n\nFROM scratch\n",
        "FROM scratch\n# end",
        "# escape=`\nFROM scratch\nRUN a `\n  b\n",
        "# escape=\\\nFROM scratch\nRUN a \\\n  b\n",
        "# ESCAPE = `\nFROM scratch\nRUN dir C:\\\nRUN b\n",
        "# check=skip=all\nFROM scratch\nRUN a\n",
        "# check=error=false\nFROM scratch\n",
        "# unknown=1\nFROM scratch\n",
        "# comment\n# escape=`\nFROM scratch\nRUN a \\\n  b\n",
        "# escape=`\n\nFROM scratch\n",
        "ARG BASE=scratch\nFROM ${BASE}\n",
        "ARG BASE=scratch\nARG NAME=x\nFROM $BASE AS x\nFROM ${NAME}\n",
        "ARG A=scr\nARG B=atch\nFROM ${A}${B}\n",
        "ARG A\nFROM ${A:-scratch}\n",
        "FROM --platform=linux/amd64 scratch\n",
        "FROM --platform=$BUILDPLATFORM scratch AS build\nARG TARGETARCH\nRUN echo $TARGETARCH\nFROM scratch\nCOPY --from=build /a /b\n",
        "FROM scratch AS a\nFROM scratch AS b\nCOPY --from=a /x /y\nCOPY --from=0 /x /z\n",
        "FROM scratch AS a\nFROM a AS b\nFROM b AS c\nRUN --mount=from=a,target=/a ls\n",
        "FROM scratch AS a\nFROM scratch\nRUN --mount=type=bind,from=a,source=/x,target=/y --mount=type=cache,from=a,target=/c ls\n",
        "FROM scratch AS a.b-c_d1\nFROM a.b-c_d1\n",
        "FROM scratch AS a\nFROM scratch AS a\nFROM a\n",
        "FROM scratch\nARG A=1\nRUN echo $A\nFROM scratch\nARG A\nRUN echo $A\n",
        "FROM scratch AS base\nONBUILD COPY a /b\nONBUILD RUN c\nFROM base\nRUN d\n",
        "FROM scratch\r\nRUN a \\\r\n  b\r\nCOPY <<E /c\r\nd\r\nE\r\n",
        "FROM scratch\nRUN <<A cat\nfirst\nA\nRUN <<B\nsecond\nB\n",
        "FROM scratch\nCOPY <<E1 <<E2 <<E3 /d/\n1\nE1\n2\nE2\n3\nE3\nRUN after\n",
        "FROM scratch\nRUN a;\\\n    b;\\\n    c\nCMD d\n",
        "FROM scratch AS build\nWORKDIR /src\nCOPY go.* ./\nRUN --mount=type=cache,target=/root/.cache go build -o /out ./...\nFROM scratch\nCOPY --from=build --link /out /out\nENTRYPOINT [\"/out\"]\n",
        "FROM scratch\nENV A=1 \\\n    # comment between\n    B=2 \\\n\n    C=3\n",
        "FROM scratch\nSHELL [\"/bin/bash\", \"-c\"]\nRUN a\nSHELL [\"/bin/sh\", \"-c\"]\nRUN b\n",
        "FROM scratch\nLABEL a=1\nLABEL a=2\nCMD a\nCMD b\nENTRYPOINT c\nENTRYPOINT d\nUSER e\nUSER f\n",
        "FROM scratch AS one\nFROM scratch AS two\nFROM one\n",
        "ARG V=3.12\nFROM scratch\nARG V\nLABEL v=$V\nENV V=${V}\n",
        "FROM scratch\nRUN echo \\\n",
        "FROM scratch\nRUN a\\\n",
        "# escape=\nFROM scratch\n",
    ];

    /// <summary>What BuildKit refuses.</summary>
    public static string[] Bad { get; } =
    [
        "",
        "\n\n",
        "# only a comment\n",
        "ARG A=1\n",
        "RUN a\nFROM scratch\n",
        "ENV A=b\nFROM scratch\n",
        "FROM\n",
        "# escape=x\nFROM scratch\n",
        "# escape=`\n# escape=\\\nFROM scratch\n",
        "FROM scratch AS a\nCOPY --from=b /x /y\nFROM UPPER\n",
        "FROM scratch AS a\nCOPY --from=a /x /y\n",
        "FROM scratch\nCOPY --from=5 /x /y\n",
        "FROM b AS a\nFROM scratch AS b\nCOPY --from=a /x /y\nFROM :bad\n",
        "FROM ${NONE}\n",
        "hello world\n",
        "{\"a\": 1}\n",
        "<html></html>\n",
        "FROM scratch\n\0\n",
        "FROM scratch\nRUN <<E\nFROM scratch\n",
        "version: '3'\nservices:\n  web: x\n",
        "FROM scratch\nCOPY a \\\n",
        "FROM scratch\nENV \\\n  A\n",
    ];

    /// <summary>Services as people write them.</summary>
    public static string[] Services { get; } =
    [
        """
        # Two stages with a virtual environment.
        ARG PYTHON=scratch
        FROM ${PYTHON} AS build
        ENV UV_LINK_MODE=copy \
            UV_COMPILE_BYTECODE=1
        WORKDIR /app
        RUN --mount=type=cache,target=/root/.cache/uv \
            --mount=type=bind,source=uv.lock,target=uv.lock \
            --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
            uv sync --locked --no-install-project --no-dev
        COPY . /app
        RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-dev

        FROM ${PYTHON}
        RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 app
        COPY --from=build --chown=10001:10001 /app /app
        ENV PATH="/app/.venv/bin:$PATH"
        USER 10001:10001
        EXPOSE 8000
        HEALTHCHECK --interval=30s --timeout=3s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health')"]
        ENTRYPOINT ["uvicorn", "app:app", "--host", "0.0.0.0"]
        """,
        """
        FROM scratch AS web
        WORKDIR /web
        COPY package.json package-lock.json ./
        RUN --mount=type=cache,target=/root/.npm npm ci
        COPY . .
        RUN npm run build && \
            rm -rf node_modules \
            # what only building needs
            .cache

        FROM scratch
        COPY --link --from=web /web/dist /usr/share/nginx/html
        COPY <<'EOF' /etc/nginx/conf.d/default.conf
        server {
            listen 8080;
            location / { try_files $uri /index.html; }
        }
        EOF
        EXPOSE 8080
        STOPSIGNAL SIGQUIT
        CMD ["nginx", "-g", "daemon off;"]
        """,
        """
        FROM scratch
        LABEL org.opencontainers.image.title="s6" org.opencontainers.image.vendor="V"
        ARG S6_VERSION=3.2.0.2
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/s6-overlay-noarch-${S6_VERSION}.tar.xz /tmp/
        RUN <<-SCRIPT
        	set -eux
        	tar -C / -Jxpf /tmp/s6-overlay-noarch-*.tar.xz
        	mkdir -p /etc/s6-overlay/s6-rc.d/app
        	printf 'longrun\n' > /etc/s6-overlay/s6-rc.d/app/type
        	SCRIPT
        COPY --chmod=0755 root/ /
        VOLUME ["/config"]
        ENTRYPOINT ["/init"]
        """,
        """
        FROM scratch AS cuda
        ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
        SHELL ["/bin/bash", "-euxo", "pipefail", "-c"]
        RUN --mount=type=cache,id=apt,target=/var/cache/apt,sharing=locked \
            --mount=type=cache,id=lists,target=/var/lib/apt/lists,sharing=locked \
            apt-get update && apt-get install --yes --no-install-recommends \
              python3 \
              python3-venv \
              # for audio
              ffmpeg
        RUN --mount=type=secret,id=hf,env=HF_TOKEN python3 - <<PY
        import os
        print(len(os.environ["HF_TOKEN"]))
        PY
        FROM cuda AS final
        ARG TARGETARCH TARGETVARIANT
        RUN echo "${TARGETARCH}${TARGETVARIANT:+/$TARGETVARIANT}"
        CMD python3 -m server --port "${PORT:-8000}"
        """,
        """
        # escape=`
        FROM scratch
        WORKDIR C:\app
        RUN dir C:\ `
         && echo done
        COPY ["a b.txt", "C:/app/"]
        ENV P=C:\x
        """,
        """
        FROM scratch AS test
        COPY --exclude=**/node_modules --exclude=*.md . /src
        RUN --network=none make -C /src check
        FROM scratch AS docs
        RUN --mount=from=test,source=/src,target=/src,ro make -C /src html
        FROM test AS release
        RUN --mount=type=ssh --mount=type=tmpfs,target=/tmp git -C /src push
        ONBUILD ARG VERSION
        ONBUILD LABEL version=$VERSION
        """,
    ];
}

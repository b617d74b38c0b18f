// 图库: files dropped on the list go up one by one; a click on a picture sets its focal point.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const { make, upload } = pictureLibrary;
  const form = document.querySelector("[data-picture-upload]");
  if (form) {
    const file = form.querySelector("input[type=file]");
    const said = form.querySelector(".picture-said");
    const refused = form.querySelector(".picture-refused");
    form.classList.add("picture-upload-open");
    const take = async (files) => {
      const chosen = files.slice(0, 20);
      const result = await upload(form.action, chosen, (words) => { said.textContent = words; });
      file.value = "";
      const sentences = files.length > 20 ? [...result.refused, "一次最多传 20 张，其余的请再传一次。"] : result.refused;
      refused.replaceChildren(...sentences.map((words) => make("li", { textContent: words })));
      refused.hidden = !sentences.length;
      if (!result.pictures.length) return;
      if (!sentences.length) location.assign(location.pathname);
      else said.replaceChildren(`已上传 ${result.pictures.length} 张图片。`, make("a", { href: location.pathname, textContent: "刷新列表" }));
    };
    file.addEventListener("change", () => take([...file.files]));
    form.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
    form.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      take([...event.dataTransfer.files]);
    });
  }

  const box = document.querySelector("[data-picture-focal]");
  const [across, down] = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));
  if (!box || !across) return;
  const mark = make("span", { className: "picture-mark" });
  box.append(mark);
  const show = () => {
    mark.style.left = `${across.value}%`;
    mark.style.top = `${down.value}%`;
  };
  box.addEventListener("click", (event) => {
    const place = box.getBoundingClientRect();
    across.value = Math.round(((event.clientX - place.left) / place.width) * 100);
    down.value = Math.round(((event.clientY - place.top) / place.height) * 100);
    show();
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
});

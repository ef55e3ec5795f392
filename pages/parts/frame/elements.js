// Builds an element with its properties, its data and its children; texts are set with textContent.
export const element = (name, properties = {}, ...children) => {
  const { data, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  Object.assign(made.dataset, data ?? {});
  made.append(...children.filter(Boolean));
  return made;
};
